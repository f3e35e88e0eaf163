/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-markdown-item.h"
#include "ump-markdown-math.h"

G_BEGIN_DECLS

/* Long lines of prose are easier to follow a little apart. */
#define UMP_MARKDOWN_LINE_SPACING 1.18

/* Part of a block as a label shows it. The label's text differs from the
 * block's where something is put in (the address of a picture, a visible mark
 * for a control character) or stands for something else (a formula). */
typedef struct _UmpMarkdownFlow UmpMarkdownFlow;

typedef struct {
  /* Byte of the character in the label that the formula is drawn over. */
  guint place;
  UmpMdTex *tree;
  UmpMarkdownMath *box;
  gboolean display;
} UmpMarkdownFlowFormula;

UmpMarkdownFlow *ump_markdown_flow_new          (const UmpMdBlock *block, guint start, guint end, const UmpMarkdownStyle *style);
void             ump_markdown_flow_free         (UmpMarkdownFlow *self);
const char      *ump_markdown_flow_get_text     (UmpMarkdownFlow *self);
PangoAttrList   *ump_markdown_flow_get_attrs    (UmpMarkdownFlow *self);
const char      *ump_markdown_flow_get_spoken   (UmpMarkdownFlow *self);
const char      *ump_markdown_flow_get_markup   (UmpMarkdownFlow *self);
GArray          *ump_markdown_flow_get_formulas (UmpMarkdownFlow *self);
double           ump_markdown_flow_get_font_size (PangoContext *context);
void             ump_markdown_flow_lay_out     (UmpMarkdownFlow *self, PangoContext *context);
guint            ump_markdown_flow_to_block     (UmpMarkdownFlow *self, guint place);
guint            ump_markdown_flow_to_label     (UmpMarkdownFlow *self, guint place);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpMarkdownFlow, ump_markdown_flow_free)

G_END_DECLS
