/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A parsed answer is a flat array of blocks. Nesting is a property of the
 * block: the quotes and list items that it stands in, outermost first. */

typedef enum {
  UMP_MD_PARAGRAPH,
  UMP_MD_HEADING,
  UMP_MD_CODE,
  UMP_MD_HTML,
  UMP_MD_RULE,
  UMP_MD_TABLE,
  UMP_MD_MATH,
} UmpMdBlockKind;

typedef enum {
  UMP_MD_QUOTE,
  UMP_MD_BULLET,
  UMP_MD_ORDERED,
} UmpMdContainerKind;

typedef enum {
  UMP_MD_TASK_NONE,
  UMP_MD_TASK_OPEN,
  UMP_MD_TASK_DONE,
} UmpMdTask;

typedef enum {
  UMP_MD_ALIGN_DEFAULT,
  UMP_MD_ALIGN_LEFT,
  UMP_MD_ALIGN_CENTER,
  UMP_MD_ALIGN_RIGHT,
} UmpMdAlign;

typedef enum {
  UMP_MD_RUN_EMPHASIS = 1 << 0,
  UMP_MD_RUN_STRONG = 1 << 1,
  UMP_MD_RUN_CODE = 1 << 2,
  UMP_MD_RUN_STRIKE = 1 << 3,
  UMP_MD_RUN_LINK = 1 << 4,
  UMP_MD_RUN_IMAGE = 1 << 5,
  UMP_MD_RUN_HTML = 1 << 6,
  UMP_MD_RUN_MATH = 1 << 7,
  UMP_MD_RUN_DISPLAY = 1 << 8,
} UmpMdRunFlags;

/* Stands for a picture, and is the text of one that has none. */
#define UMP_MD_PICTURE "▣"

/* How deep nesting is kept; deeper blocks stand in the 32nd container. */
#define UMP_MD_MAX_CONTAINERS 32

typedef struct {
  guint8 kind;
  guint8 task;
  /* Whether the block is the first of the list item and so carries its mark. */
  guint8 first;
  /* Whether it is the first of the whole quote or list. */
  guint8 opens;
  /* Lists: whether empty lines part the items. */
  guint8 loose;
  /* Ordered lists: of the last number, so that all numbers get the same room. */
  guint8 digits;
  guint number;
} UmpMdContainer;

typedef struct {
  /* Bytes in the block's text. */
  guint start;
  guint end;
  guint flags;
  /* Index in the block's targets, or -1: address of a link or a picture, and
   * that of a picture that is a link too. */
  int target;
  int picture;
} UmpMdRun;

typedef struct {
  guint start;
  guint end;
} UmpMdSpan;

typedef struct {
  UmpMdBlockKind kind;
  guint level;
  /* Real nesting; n_containers is at most UMP_MD_MAX_CONTAINERS. */
  guint depth;
  guint n_containers;
  UmpMdContainer *containers;

  /* What a reader sees, without marks; lines end in \n, never the last one. A
   * formula is its source without the delimiters. Cells of a table lie one
   * behind the other, parted by \t and \n. */
  char *text;
  guint length;
  guint n_runs;
  UmpMdRun *runs;
  char **targets;

  /* Code: the whole info string of the fence; NULL where there is none. */
  char *info;

  /* Tables: the head is row 0. */
  guint n_columns;
  guint n_rows;
  guint8 *aligns;
  UmpMdSpan *cells;
} UmpMdBlock;

UmpMdBlock *ump_md_block_new         (UmpMdBlockKind kind);
UmpMdBlock *ump_md_block_ref         (UmpMdBlock *self);
void        ump_md_block_unref       (UmpMdBlock *self);
gboolean    ump_md_block_equal       (const UmpMdBlock *a, const UmpMdBlock *b);
char       *ump_md_block_dup_language (const UmpMdBlock *self);
UmpMdSpan   ump_md_block_get_cell    (const UmpMdBlock *self, guint row, guint column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpMdBlock, ump_md_block_unref)

G_END_DECLS
