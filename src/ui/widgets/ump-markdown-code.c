/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <gtksourceview/gtksource.h>
#include <string.h>

#include "ump-markdown-code.h"

/* The engine reads from the top, so what stands below this stays plain. */
#define MAX_COLORED 32768

/* Spare buffers of one language; more blocks of it are seldom on the screen. */
#define MAX_SPARE 4

struct _UmpMarkdownCode {
  GtkSourceBuffer *buffer;   /* NULL: not a language of GtkSourceView's */
  char *language;
  GString *text;
};

/* Buffers of blocks that have left the screen, by language: to make one takes
 * the engine a frame. */
struct _UmpMarkdownCodePool {
  GHashTable *spare;   /* char * to GPtrArray of UmpMarkdownCode */
};

/* Words of fences that are not GtkSourceView's own name of the language. */
static const struct {
  const char *word;
  const char *language;
} aliases[] = {
  { "asm", "llvm" }, { "bash", "sh" }, { "bat", "dosbatch" }, { "batch", "dosbatch" }, { "c#", "c-sharp" }, { "c++", "cpp" },
  { "cc", "cpp" }, { "cfg", "ini" }, { "cjs", "js" }, { "cmd", "dosbatch" }, { "conf", "ini" }, { "console", "sh" },
  { "cs", "c-sharp" }, { "csharp", "c-sharp" }, { "cts", "typescript" }, { "cu", "cuda" }, { "cxx", "cpp" },
  { "delphi", "pascal" }, { "dockerfile", "docker" }, { "elisp", "commonlisp" }, { "emacs-lisp", "commonlisp" },
  { "erl", "erlang" }, { "f#", "fsharp" }, { "f90", "fortran" }, { "fs", "fsharp" }, { "golang", "go" }, { "h", "c" },
  { "hcl", "terraform" }, { "hpp", "cpp" }, { "hs", "haskell" }, { "htm", "html" }, { "javascript", "js" }, { "jl", "julia" },
  { "json5", "json" }, { "jsonc", "json" }, { "jsonl", "json" }, { "ksh", "sh" }, { "kt", "kotlin" }, { "kts", "kotlin" },
  { "lisp", "commonlisp" }, { "make", "makefile" }, { "md", "markdown" }, { "mjs", "js" }, { "mts", "typescript" },
  { "mysql", "sql" }, { "node", "js" }, { "objective-c", "objc" }, { "objectivec", "objc" }, { "patch", "diff" },
  { "pl", "perl" }, { "plsql", "sql" }, { "postgresql", "sql" }, { "properties", "ini" }, { "protobuf", "proto" },
  { "ps1", "powershell" }, { "pwsh", "powershell" }, { "py", "python3" }, { "py3", "python3" }, { "python", "python3" },
  { "rb", "ruby" }, { "rs", "rust" }, { "sass", "scss" }, { "shell", "sh" }, { "shell-session", "sh" }, { "sol", "solidity" },
  { "sv", "systemverilog" }, { "svelte", "html" }, { "svg", "xml" }, { "tex", "latex" }, { "tf", "terraform" },
  { "ts", "typescript" }, { "tsx", "typescript-jsx" }, { "vb", "vbnet" }, { "vue", "html" }, { "yml", "yaml" }, { "zsh", "sh" },
};


static void
code_free (gpointer data)
{
  UmpMarkdownCode *self = data;

  g_clear_object (&self->buffer);
  g_free (self->language);
  g_string_free (self->text, TRUE);
  g_free (self);
}


/**
 * ump_markdown_code_get_language:
 * @word: first word of a fence, in lower case
 *
 * Returns: (transfer none): GtkSourceView's name of that language, if it has it
 */
const char *
ump_markdown_code_get_language (const char *word)
{
  for (guint i = 0; i < G_N_ELEMENTS (aliases); i++) {
    if (strcmp (aliases[i].word, word) == 0)
      return aliases[i].language;
  }
  return word;
}


static void
spare_free (gpointer data)
{
  g_ptr_array_unref (data);
}


/**
 * ump_markdown_code_pool_new:
 *
 * Returns: (transfer full): an empty pool
 */
UmpMarkdownCodePool *
ump_markdown_code_pool_new (void)
{
  UmpMarkdownCodePool *self = g_new0 (UmpMarkdownCodePool, 1);

  self->spare = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, spare_free);
  return self;
}


/**
 * ump_markdown_code_pool_free:
 * @self: (transfer full): a pool that no state refers to any more
 */
void
ump_markdown_code_pool_free (UmpMarkdownCodePool *self)
{
  g_hash_table_unref (self->spare);
  g_free (self);
}


static UmpMarkdownCode *
take_spare (UmpMarkdownCodePool *self, const char *language)
{
  GPtrArray *spare = g_hash_table_lookup (self->spare, language);

  return spare != NULL && spare->len > 0 ? g_ptr_array_steal_index_fast (spare, spare->len - 1) : NULL;
}


static void
set_scheme (GtkSourceBuffer *buffer)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  GtkSourceStyleScheme *scheme = gtk_source_style_scheme_manager_get_scheme (gtk_source_style_scheme_manager_get_default (),
                                                                             dark ? "Adwaita-dark" : "Adwaita");

  gtk_source_buffer_set_style_scheme (buffer, scheme);
}


/* Brings the buffer up to date; what only grows is appended. */
static void
set_text (UmpMarkdownCode *self, UmpMdBlock *block)
{
  gsize length = MIN (block->length, MAX_COLORED);
  GtkTextIter end;

  while (length > 0 && length < block->length && ((guchar) block->text[length] & 0xc0) == 0x80)
    length--;
  if (length < self->text->len || memcmp (block->text, self->text->str, self->text->len) != 0) {
    g_string_truncate (self->text, 0);
    gtk_text_buffer_set_text (GTK_TEXT_BUFFER (self->buffer), "", 0);
  }
  if (length == self->text->len)
    return;
  gtk_text_buffer_get_end_iter (GTK_TEXT_BUFFER (self->buffer), &end);
  gtk_text_buffer_insert (GTK_TEXT_BUFFER (self->buffer), &end, block->text + self->text->len, (int) (length - self->text->len));
  g_string_append_len (self->text, block->text + self->text->len, (gssize) (length - self->text->len));
}


/**
 * ump_markdown_code_is_loaded:
 * @state: state of a code block
 *
 * Returns: whether its language is known; that takes up to 50 ms for the first
 *   block of a language
 */
gboolean
ump_markdown_code_is_loaded (UmpMarkdownState *state)
{
  return state->code != NULL;
}


/**
 * ump_markdown_code_load:
 * @state: state of a code block
 * @block: the block
 */
void
ump_markdown_code_load (UmpMarkdownState *state, UmpMdBlock *block)
{
  g_autofree char *word = ump_md_block_dup_language (block);
  GtkSourceLanguage *language = NULL;

  ump_markdown_code_forget (state);
  state->code = word != NULL ? take_spare (state->pool, word) : NULL;
  if (state->code == NULL) {
    state->code = g_new0 (UmpMarkdownCode, 1);
    state->code->text = g_string_new (NULL);
    if (word != NULL)
      language = gtk_source_language_manager_get_language (gtk_source_language_manager_get_default (), ump_markdown_code_get_language (word));
    state->code->language = g_steal_pointer (&word);
    if (language != NULL) {
      state->code->buffer = gtk_source_buffer_new_with_language (language);
      gtk_text_buffer_set_enable_undo (GTK_TEXT_BUFFER (state->code->buffer), FALSE);
      gtk_source_buffer_set_highlight_matching_brackets (state->code->buffer, FALSE);
    }
  }
  if (state->code->buffer != NULL)
    set_scheme (state->code->buffer);
}


/**
 * ump_markdown_code_forget:
 * @state: state of a code block
 *
 * For a block that leaves the screen: its colours are made again when it is
 * next seen. The buffer goes to the pool.
 */
void
ump_markdown_code_forget (UmpMarkdownState *state)
{
  UmpMarkdownCode *code = g_steal_pointer (&state->code);
  GPtrArray *spare;

  if (code == NULL)
    return;
  if (code->buffer == NULL) {
    code_free (code);
    return;
  }
  spare = g_hash_table_lookup (state->pool->spare, code->language);
  if (spare == NULL) {
    spare = g_ptr_array_new_with_free_func (code_free);
    g_hash_table_insert (state->pool->spare, g_strdup (code->language), spare);
  }
  if (spare->len >= MAX_SPARE) {
    code_free (code);
    return;
  }
  g_string_truncate (code->text, 0);
  gtk_text_buffer_set_text (GTK_TEXT_BUFFER (code->buffer), "", 0);
  g_ptr_array_add (spare, code);
}


static void
add_attr (PangoAttrList *attrs, PangoAttribute *attribute, guint start, guint end)
{
  attribute->start_index = start;
  attribute->end_index = end;
  pango_attr_list_insert (attrs, attribute);
}


static void
add_tag (GtkTextTag *tag, PangoAttrList *attrs, guint start, guint end)
{
  g_autoptr (GdkRGBA) color = NULL;
  gboolean color_set, weight_set, style_set;
  int weight;
  PangoStyle style;

  g_object_get (tag, "foreground-set", &color_set, "foreground-rgba", &color, "weight-set", &weight_set, "weight", &weight,
                "style-set", &style_set, "style", &style, NULL);
  if (color_set && color != NULL)
    add_attr (attrs, pango_attr_foreground_new ((guint16) (color->red * 65535), (guint16) (color->green * 65535), (guint16) (color->blue * 65535)), start, end);
  if (weight_set)
    add_attr (attrs, pango_attr_weight_new (weight), start, end);
  if (style_set)
    add_attr (attrs, pango_attr_style_new (style), start, end);
}


/**
 * ump_markdown_code_color:
 * @state: state of a code block that is loaded
 * @block: the block
 * @start: first byte to colour
 * @end: byte behind the last
 * @flow: that part, whose attributes are added to
 */
void
ump_markdown_code_color (UmpMarkdownState *state, UmpMdBlock *block, guint start, guint end, UmpMarkdownFlow *flow)
{
  UmpMarkdownCode *self = state->code;
  PangoAttrList *attrs = ump_markdown_flow_get_attrs (flow);
  const char *at = block->text + start;
  GtkTextIter iter, stop;

  if (self->buffer == NULL || start >= MAX_COLORED)
    return;
  set_text (self, block);
  gtk_text_buffer_get_iter_at_offset (GTK_TEXT_BUFFER (self->buffer), &iter, (int) g_utf8_pointer_to_offset (block->text, at));
  gtk_text_buffer_get_iter_at_offset (GTK_TEXT_BUFFER (self->buffer), &stop, (int) g_utf8_pointer_to_offset (block->text, block->text + end));
  gtk_source_buffer_ensure_highlight (self->buffer, &iter, &stop);
  while (gtk_text_iter_compare (&iter, &stop) < 0) {
    g_autoptr (GSList) tags = gtk_text_iter_get_tags (&iter);
    GtkTextIter next = iter;
    const char *until;

    if (!gtk_text_iter_forward_to_tag_toggle (&next, NULL) || gtk_text_iter_compare (&next, &stop) > 0)
      next = stop;
    until = g_utf8_offset_to_pointer (at, gtk_text_iter_get_offset (&next) - gtk_text_iter_get_offset (&iter));
    /* By rising priority: the last one holds. */
    for (GSList *tag = tags; tag != NULL; tag = tag->next)
      add_tag (tag->data, attrs, ump_markdown_flow_to_label (flow, (guint) (at - block->text)), ump_markdown_flow_to_label (flow, (guint) (until - block->text)));
    at = until;
    iter = next;
  }
}
