/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ump-md-tex.h"

G_BEGIN_DECLS

/* A formula laid out: boxes with a baseline, after The TeXbook's appendix G as
 * far as a reader notices. */
typedef struct _UmpMarkdownMath UmpMarkdownMath;

struct _UmpMarkdownMath {
  double width;
  double ascent;
  double descent;

  /* What is drawn at the box's own baseline; at most one of them. */
  PangoLayout *layout;
  double layout_baseline;
  double stretch;
  gboolean rule;
  gboolean root;

  /* Place in the box that it is part of: of its left end and baseline. */
  double x;
  double y;
  GPtrArray *children;
};

UmpMarkdownMath *ump_markdown_math_new      (const UmpMdTex *formula, PangoContext *context, double size, gboolean display);
void             ump_markdown_math_free     (UmpMarkdownMath *self);
void             ump_markdown_math_snapshot (UmpMarkdownMath *self, GtkSnapshot *snapshot, double x, double baseline, const GdkRGBA *color);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpMarkdownMath, ump_markdown_math_free)

G_END_DECLS
