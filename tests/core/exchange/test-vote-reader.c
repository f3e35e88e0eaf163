/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <math.h>

#include "ump-error.h"
#include "ump-test.h"
#include "ump-vote-reader.h"

/* What was read, as text: one line a vote. */
typedef struct {
  UmpVoteReader *reader;
  GString *votes;
  GError *error;
} Reading;


static void
add_vote_cb (const UmpReadVote *vote, gpointer user_data)
{
  Reading *self = user_data;
  GPtrArray *models = ump_vote_reader_get_models (self->reader);

  g_string_append_printf (self->votes, "%s|%s|%s\n", (char *) g_ptr_array_index (models, vote->a), (char *) g_ptr_array_index (models, vote->b), ump_verdict_to_string (vote->verdict));
}


static void
read_bytes (Reading *self, const char *text, gssize length, UmpVoteColumns columns, gsize piece_size)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (text, length < 0 ? (gssize) strlen (text) : length, NULL);

  self->votes = g_string_new (NULL);
  self->error = NULL;
  self->reader = ump_vote_reader_new (columns, add_vote_cb, self);
  ump_vote_reader_set_piece_size (self->reader, piece_size);
  ump_vote_reader_read_stream (self->reader, stream, "file", &self->error);
}


static void
clear (Reading *self)
{
  ump_vote_reader_free (self->reader);
  g_string_free (self->votes, TRUE);
  g_clear_error (&self->error);
}


static void
expect (const char *text, const char *votes)
{
  const gsize steps[] = { 1, 7, 100000 };

  for (guint i = 0; i < G_N_ELEMENTS (steps); i++) {
    Reading reading;

    read_bytes (&reading, text, -1, 0, steps[i]);
    g_assert_no_error (reading.error);
    g_assert_cmpuint (ump_vote_reader_get_n_bad (reading.reader), ==, 0);
    g_assert_cmpstr (reading.votes->str, ==, votes);
    clear (&reading);
  }
}


static void
expect_error (const char *text, gssize length, const char *part)
{
  Reading reading;

  read_bytes (&reading, text, length, 0, 5);
  g_assert_error (reading.error, UMP_ERROR, UMP_ERROR_FORMAT);
  g_assert_nonnull (strstr (reading.error->message, part));
  clear (&reading);
}


static void
test_csv (void)
{
  expect ("model_a,model_b,winner\na,b,model_a\nb,a,tie\n", "a|b|model_a\nb|a|tie\n");
  /* No line break at the end, CRLF, a byte order mark, empty lines. */
  expect ("\xef\xbb\xbfmodel_a,model_b,winner\r\na,b,model_b\r\n\r\nb,a,bothbad", "a|b|model_b\nb|a|tie (bothbad)\n");
  /* Other columns, another order. */
  expect ("x,winner,y,model_b,model_a,z\n1,both_bad,2,b,a,3\n", "a|b|tie (bothbad)\n");
  /* Header only. */
  expect ("model_a,model_b,winner\n", "");
  expect ("model_a,model_b,winner", "");
}


/* RFC 4180: commas, quotes and line breaks inside quotes. */
static void
test_quotes (void)
{
  expect ("\"model_a\",model_b,winner,note\n\"a, b\",\"say \"\"hi\"\"\",tie,\"two\nlines, and \"\"more\"\"\"\nc,d,\"model_a\",\n",
          "a, b|say \"hi\"|tie\nc|d|model_a\n");
  expect ("model_a,model_b,winner,note\r\na,b,model_a,\"x\"\r\nb,a,model_b,\"y\r\nz\"\r\n", "a|b|model_a\nb|a|model_b\n");
  expect ("note,model_a,model_b,winner\n\"\"\"\",a,b,tie\n\"\",\"\"\"a\",b,tie\n", "a|b|tie\n\"a|b|tie\n");
  /* A quote inside a cell that does not start with one is a quote. */
  expect ("model_a,model_b,winner,note\na,b,tie,5\" screen\nc,d,tie,\n", "a|b|tie\nc|d|tie\n");
}


/* Kaggle's three columns and its prompts. */
static void
test_kaggle (void)
{
  expect ("id,model_a,model_b,prompt,response_a,response_b,winner_model_a,winner_model_b,winner_tie\n"
          "1,gpt,llama,\"[\"\"a,b\"\"]\",\"[\"\"x\"\"]\",\"[\"\"y\n\"\"]\",1,0,0\n"
          "2,gpt,llama,\"[]\",\"[]\",\"[]\",0,1,0\n"
          "3,llama,gpt,\"[]\",\"[]\",\"[]\",0,0,1\n",
          "gpt|llama|model_a\ngpt|llama|model_b\nllama|gpt|tie\n");
}


static void
test_json (void)
{
  expect ("[{\"model_a\": \"a\", \"model_b\": \"b\", \"winner\": \"model_a\"},\n {\"winner\":\"tie (bothbad)\",\"x\":[1,{\"y\":\"]}\\\"\"}],\"model_b\":\"\\u00e9\\ud83d\\ude00\",\"model_a\":\"b\\\"\"}]\n",
          "a|b|model_a\nb\"|é😀|tie (bothbad)\n");
  expect ("[]", "");
  expect ("{\"model_a\":\"a\",\"model_b\":\"b\",\"winner\":\"tie\"}\n\n{\"model_a\":\"b\",\"model_b\":\"a\",\"winner\":\"both_bad\"}", "a|b|tie\nb|a|tie (bothbad)\n");
  expect ("[{\"model_a\":\"a\",\"model_b\":\"b\",\"winner_model_a\":0,\"winner_model_b\":1,\"winner_tie\":0}]", "a|b|model_b\n");
}


static void
expect_bad (const char *text, const char *votes, guint64 line, const char *part)
{
  Reading reading;
  GPtrArray *rows;
  const UmpBadRow *row;

  read_bytes (&reading, text, -1, UMP_VOTE_COLUMN_TIME, 3);
  g_assert_no_error (reading.error);
  g_assert_cmpstr (reading.votes->str, ==, votes);
  g_assert_cmpuint (ump_vote_reader_get_n_bad (reading.reader), ==, 1);
  rows = ump_vote_reader_get_bad_rows (reading.reader);
  g_assert_cmpuint (rows->len, ==, 1);
  row = g_ptr_array_index (rows, 0);
  g_assert_cmpuint (row->line, ==, line);
  g_assert_nonnull (strstr (row->why, part));
  clear (&reading);
}


/* A bad row is named by its line and the others are read. */
static void
test_bad_rows (void)
{
  expect_bad ("model_a,model_b,winner\na,b,tie\na,b,model_c\nb,a,tie\n", "a|b|tie\nb|a|tie\n", 3, "model_c");
  expect_bad ("model_a,model_b,winner\na,b,\nb,a,tie\n", "b|a|tie\n", 2, "winner");
  expect_bad ("model_a,model_b,winner\na,b,NaN\nb,a,tie\n", "b|a|tie\n", 2, "NaN");
  expect_bad ("model_a,model_b,winner\na\nb,a,tie\n", "b|a|tie\n", 2, "missing");
  expect_bad ("model_a,model_b,winner\n,b,tie\nb,a,tie\n", "b|a|tie\n", 2, "empty");
  expect_bad ("model_a,model_b,winner\n\xff\xfe,b,tie\nb,a,tie\n", "b|a|tie\n", 2, "UTF-8");
  expect_bad ("model_a,model_b,winner\na,\"b\nc\",tie\na,\"b\"c,tie\nb,a,tie\n", "a|b\nc|tie\nb|a|tie\n", 4, "quote");
  expect_bad ("model_a,model_b,winner,tstamp\na,b,tie,NaN\nb,a,tie,17.5\n", "b|a|tie\n", 2, "time");
  expect_bad ("{\"model_a\":\"a\",\"model_b\":\"b\",\"winner\":\"tie\"}\nnonsense\n{\"model_a\":\"a\",\"model_b\":\"b\",\"winner\":\"tie\"}\n", "a|b|tie\na|b|tie\n", 2, "JSON");
  expect_bad ("[\n17,\n{\"model_a\":\"a\",\"model_b\":\"b\",\"winner\":\"tie\"}]", "a|b|tie\n", 2, "JSON");
  expect_bad ("id,model_a,model_b,winner_model_a,winner_model_b,winner_tie\n1,a,b,1,1,0\n1,a,b,1,0,0\n", "a|b|model_a\n", 2, "winner");
}


static void
test_wrong_files (void)
{
  g_autoptr (GString) zeros = g_string_new (NULL);

  expect_error ("", 0, "empty");
  expect_error (" \n\n", -1, "empty");
  expect_error ("model_a,winner\na,tie\n", -1, "model_b");
  expect_error ("model_a,model_b,winner_model_a,winner_model_b\n", -1, "winner");
  expect_error ("\x7f" "ELF\x02\x01\x01\0\0\0\0", 11, "not text");
  expect_error ("model_a,model_b,winner\na,\"b,tie\nb,a,tie\n", -1, "line 2");
  expect_error ("[{\"model_a\":\"a\",\"model_b\":\"b\",\"winner\":\"tie\"}", -1, "cut off");
  expect_error ("[{\"model_a\":\"a\" \"model_b\":\"b\"}]", -1, "JSON");
  expect_error ("[] []", -1, "after");
  expect_error ("[1,,2]", -1, "JSON");
  expect_error ("[1 2]", -1, "JSON");
  expect_error ("[1,]", -1, "JSON");
  g_string_set_size (zeros, 5000);
  memset (zeros->str, 0, zeros->len);
  expect_error (zeros->str, zeros->len, "not text");
}


/* Look-alike names are different contenders. */
static void
test_names (void)
{
  Reading reading;

  read_bytes (&reading, "model_a,model_b,winner\nGPT-4,gpt-4,tie\ngpt-4 ,caf\xc3\xa9,tie\ncafe\xcc\x81,GPT-4,tie\n", -1, 0, 4);
  g_assert_no_error (reading.error);
  g_assert_cmpuint (ump_vote_reader_get_models (reading.reader)->len, ==, 5);
  clear (&reading);
}


/* Thousands of names: the table of names grows. */
static void
test_many_names (void)
{
  g_autoptr (GString) text = g_string_new ("model_a,model_b,winner\n");
  g_autoptr (GString) votes = g_string_new (NULL);

  for (guint i = 0; i < 3000; i++) {
    g_string_append_printf (text, "player-%u,p%u,model_a\n", i, i % 7);
    g_string_append_printf (votes, "player-%u|p%u|model_a\n", i, i % 7);
  }
  expect (text->str, votes->str);
}


static void
keep_last_cb (const UmpReadVote *vote, gpointer user_data)
{
  *(UmpReadVote *) user_data = *vote;
}


static UmpReadVote
read_one (const char *text)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data (text, -1, NULL);
  UmpReadVote vote = { 0 };
  g_autoptr (UmpVoteReader) reader = ump_vote_reader_new (UMP_VOTE_COLUMN_TIME | UMP_VOTE_COLUMN_CLUSTER | UMP_VOTE_COLUMN_CATEGORY | UMP_VOTE_COLUMN_STYLE, keep_last_cb, &vote);
  g_autoptr (GError) error = NULL;

  g_assert_true (ump_vote_reader_read_stream (reader, stream, "file", &error));
  g_assert_no_error (error);
  g_assert_cmpuint (ump_vote_reader_get_n_rows (reader), ==, 1);
  return vote;
}


/* (a - b)/(a + b + 1), from columns and from LMArena's metadata; times as
 * numbers and as dates. */
static void
test_optional_columns (void)
{
  UmpReadVote vote = read_one ("model_a,model_b,winner,tstamp,tokens_a,tokens_b,bold_a,bold_b,category\na,b,tie,1700000000.25,30,9,1,NaN,math\n");

  g_assert_cmpfloat_with_epsilon (vote.time, 1700000000.25, 1e-6);
  g_assert_cmpfloat_with_epsilon (vote.styles[0], 21.0 / 40, 1e-15);
  g_assert_true (isnan (vote.styles[1]));
  g_assert_true (isnan (vote.styles[3]));
  g_assert_cmpuint (vote.category, ==, 0);

  vote = read_one ("[{\"model_a\":\"a\",\"model_b\":\"b\",\"winner\":\"tie\",\"timestamp\":\"2025-04-17 00:00:01.5\",\"language\":\"en\","
                   "\"conv_metadata\":{\"sum_assistant_a_tokens\":30,\"sum_assistant_b_tokens\":9,\"header_count_a\":{\"h1\":1,\"h2\":2},\"header_count_b\":{\"h1\":0},"
                   "\"list_count_a\":{\"ordered\":1,\"unordered\":4},\"list_count_b\":{\"ordered\":0,\"unordered\":0},\"bold_count_a\":{\"**\":0,\"__\":0},\"bold_count_b\":{\"**\":2,\"__\":1}}}]");
  /* date -u -d "2025-04-17 00:00:01" +%s */
  g_assert_cmpfloat_with_epsilon (vote.time, 1744848001.5, 1e-6);
  g_assert_cmpfloat_with_epsilon (vote.styles[0], 21.0 / 40, 1e-15);
  g_assert_cmpfloat_with_epsilon (vote.styles[1], 3.0 / 4, 1e-15);
  g_assert_cmpfloat_with_epsilon (vote.styles[2], 5.0 / 6, 1e-15);
  g_assert_cmpfloat_with_epsilon (vote.styles[3], -3.0 / 4, 1e-15);
}


/* Votes that were cast with the names in sight do not count. */
static void
test_named_votes (void)
{
  Reading reading;

  read_bytes (&reading, "model_a,model_b,winner,anony\na,b,tie,True\na,b,model_a,False\n", -1, 0, 2);
  g_assert_no_error (reading.error);
  g_assert_cmpstr (reading.votes->str, ==, "a|b|tie\n");
  g_assert_cmpuint (ump_vote_reader_get_n_named (reading.reader), ==, 1);
  clear (&reading);
}


static void
count_cb (const UmpReadVote *vote, gpointer user_data)
{
  ++*(guint *) user_data;
}


static void
test_gzip (void)
{
  g_autofree char *folder = ump_test_make_folder ();
  g_autofree char *path = g_build_filename (folder, "votes.csv.gz", NULL);
  g_autofree char *cut = g_build_filename (folder, "cut.csv.gz", NULL);
  g_autoptr (GString) text = g_string_new ("model_a,model_b,winner\n");
  g_autoptr (GConverter) deflater = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 6));
  g_autofree guint8 *packed = g_malloc (400000);
  gsize n_read, n_written;
  g_autoptr (GError) error = NULL;
  guint count = 0;
  g_autoptr (UmpVoteReader) reader = ump_vote_reader_new (0, count_cb, &count);

  for (guint i = 0; i < 20000; i++)
    g_string_append_printf (text, "model-%u,model-x,%s\n", i % 50, i % 3 == 0 ? "tie" : "model_a");
  g_assert_cmpint (g_converter_convert (deflater, text->str, text->len, packed, 400000, G_CONVERTER_INPUT_AT_END, &n_read, &n_written, &error), ==, G_CONVERTER_FINISHED);
  g_assert_true (g_file_set_contents (path, (char *) packed, n_written, &error));
  g_assert_true (g_file_set_contents (cut, (char *) packed, n_written / 2, &error));
  g_assert_true (ump_vote_reader_read_file (reader, path, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count, ==, 20000);
  g_assert_cmpuint (ump_vote_reader_get_models (reader)->len, ==, 51);
  g_assert_false (ump_vote_reader_read_file (reader, cut, &error));
  g_assert_nonnull (strstr (error->message, "cut.csv.gz"));
  g_clear_error (&error);
  g_assert_false (ump_vote_reader_read_file (reader, "/nowhere/votes.csv", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  ump_test_remove_folder (folder);
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/exchange/votes/csv", test_csv);
  g_test_add_func ("/exchange/votes/quotes", test_quotes);
  g_test_add_func ("/exchange/votes/kaggle", test_kaggle);
  g_test_add_func ("/exchange/votes/json", test_json);
  g_test_add_func ("/exchange/votes/bad-rows", test_bad_rows);
  g_test_add_func ("/exchange/votes/wrong-files", test_wrong_files);
  g_test_add_func ("/exchange/votes/names", test_names);
  g_test_add_func ("/exchange/votes/many-names", test_many_names);
  g_test_add_func ("/exchange/votes/optional-columns", test_optional_columns);
  g_test_add_func ("/exchange/votes/named", test_named_votes);
  g_test_add_func ("/exchange/votes/gzip", test_gzip);
  return g_test_run ();
}
