/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <json-glib/json-glib.h>
#include <math.h>

#include "ump-test-votes.h"
#include "ump-test.h"

#define HEADER "model,rating,lo,hi,se,votes,wins,losses,ties,both_bad,rank_low,rank_high,p_best\n"

typedef struct {
  int status;
  char *output;
  char *errors;
} Run;


/* "umpire rate" with @input as its standard input; arguments are split at blanks. */
static Run
run (const char *input, const char *arguments)
{
  g_autofree char *program = g_build_filename (g_getenv ("UMPIRE_BUILDDIR"), "src", "umpire", NULL);
  g_autofree char *line = g_strdup_printf ("%s rate %s", program, arguments);
  g_auto (GStrv) argv = NULL;
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  Run self = { 0 };

  g_assert_true (g_shell_parse_argv (line, NULL, &argv, &error));
  process = g_subprocess_newv ((const char *const *) argv, G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_communicate_utf8 (process, input, NULL, &self.output, &self.errors, &error));
  g_assert_no_error (error);
  self.status = g_subprocess_get_exit_status (process);
  return self;
}


static void
clear (Run *self)
{
  g_free (self->output);
  g_free (self->errors);
}


static void
expect (const char *input, const char *arguments, int status, const char *output, const char *errors)
{
  Run result = run (input, arguments);

  if (result.status != status || (output != NULL && strstr (result.output, output) == NULL) || (errors != NULL && strstr (result.errors, errors) == NULL))
    g_error ("umpire rate %s: status %d\n%s\n%s", arguments, result.status, result.output, result.errors);
  clear (&result);
}


#define SPLIT "model_a,model_b,winner,category,question_id\n" \
              "A,B,model_a,x,1\nB,A,model_b,x,1\nA,B,model_b,y,2\nA,A,tie,y,3\nB,A,model_b,y,4\n"


/* Three wins to one: 400 log10 3 apart; the self-battle is left out. */
static void
test_csv (void)
{
  Run result = run (SPLIT, "--method bt --ci posterior --format csv -");

  g_assert_cmpint (result.status, ==, 0);
  g_assert_true (g_str_has_prefix (result.output, HEADER "A,1095.424250944,"));
  g_assert_nonnull (strstr (result.output, "\nB,904.575749056,"));
  g_assert_nonnull (strstr (result.output, ",4,3,1,0,0,,,"));
  g_assert_nonnull (strstr (result.errors, "1 battle of a model with itself"));
  clear (&result);
  expect (SPLIT, "--method bt --format json -", 0, "\"model\" : \"A\"", NULL);
  expect (SPLIT, "--method bt -", 0, "A", NULL);
  expect (SPLIT, "--method elo --format csv -", 0, "A,1003.908963739,,,,4,", "Elo shows form");
  expect (SPLIT, "--method bt --anchor B=1114 --format csv -", 0, "\nB,1114.000000000,1114.000000000,1114.000000000,0.000000000,", NULL);
  expect (SPLIT, "--method bt --ci cluster --format csv -", 0, "A,1095.424250944,", NULL);
  expect (SPLIT, "--ci bootstrap --method bt --rounds 20 --seed 7 --format csv -", 0, "A,1095.424250944,", "seed 7");
}


/* Ten votes make a rank, nine do not. B wins eight of ten against C: 400 log10 4
 * = 240.8 apart, each with the standard error 68.7, so the intervals meet and
 * both ranks are 1 to 2. With nine the same says nothing. */
static void
test_ranks (void)
{
  g_autoptr (GString) votes = g_string_new ("model_a,model_b,winner\n");

  for (guint i = 0; i < 9; i++)
    g_string_append (votes, i < 7 ? "B,C,model_a\n" : "B,C,model_b\n");
  expect (votes->str, "--method bt --ci posterior --format csv -", 0, ",9,7,2,0,0,,,", NULL);
  expect (votes->str, "--method bt --ci posterior --format json -", 0, "\"rank_low\" : null,\n    \"rank_high\" : null", NULL);
  expect (votes->str, "--method bt --ci posterior -", 0, "\n   –  B", NULL);
  g_string_append (votes, "B,C,model_a\n");
  expect (votes->str, "--method bt --ci posterior --format csv -", 0, ",10,8,2,0,0,1,2,", NULL);
  expect (votes->str, "--method bt --ci posterior --format json -", 0, "\"rank_low\" : 1,\n    \"rank_high\" : 2", NULL);
  expect (votes->str, "--method bt --ci posterior -", 0, "\n 1–2  B", NULL);
}


/* The difference is 400 log10 3 with twice the standard error of one. */
static void
test_pairs (void)
{
  expect (SPLIT, "--method bt --pairs --format csv -", 0, "model_a,model_b,p_better,difference,se,votes,wins_a,wins_b,ties,both_bad,share_lo,share_hi\nA,B,0.829305955,190.848501888,200.592028828,4,3,1,0,0,0.", NULL);
  expect (SPLIT, "--pairs --format json -", 0, "\"p_better\"", NULL);
  expect (SPLIT, "--pairs -", 0, "P(row is better)", NULL);
  expect (SPLIT, "--advice -", 0, "Leader: A", NULL);
}


static void
test_category (void)
{
  /* Two votes, both for A. */
  expect (SPLIT, "--method bt-map --category x --format csv -", 0, ",2,2,0,0,0,,,", NULL);
  expect (SPLIT, "--category x --format csv -", 0, ",2,2,0,0,0,", NULL);
  expect (SPLIT, "--category nowhere --format csv -", 1, NULL, "nowhere");
  expect ("model_a,model_b,winner\na,b,tie\n", "--category x -", 1, NULL, "category");
}


static void
test_not_identified (void)
{
  const char *votes = "model_a,model_b,winner\nA,B,model_a\nB,C,model_a\nC,B,model_a\n";

  expect (votes, "--method bt --format csv -", 0, "\nA,,,,,1,1,0,0,0,,,\n", "A has never lost a point");
  expect (votes, "--format csv -", 0, HEADER "A,1", NULL);
  expect ("model_a,model_b,winner\n", "--format csv -", 0, HEADER, NULL);
  expect ("[]", "--method bt --format csv -", 0, HEADER, NULL);
}


static void
test_bad_rows (void)
{
  g_autoptr (GString) votes = g_string_new ("model_a,model_b,winner\n");

  for (guint i = 0; i < 99; i++)
    g_string_append (votes, i % 2 ? "a,b,model_a\n" : "a,b,model_b\n");
  g_string_append (votes, "a,b,model_z\n");
  expect (votes->str, "--format csv -", 0, "\na,", "line 101: “model_z” is no winner");
  g_string_append (votes, "a,b,\n");
  expect (votes->str, "--format csv -", 1, NULL, "2 of 101 rows are bad");
  expect (votes->str, "--keep-going --format csv -", 0, "\na,", "2 bad rows were left out");
}


static void
test_usage (void)
{
  expect ("", "", 2, NULL, "name a file");
  expect ("", "--method nonsense -", 2, NULL, "--method");
  expect ("", "--ci nonsense -", 2, NULL, "--ci");
  expect ("", "--nonsense -", 2, NULL, "nonsense");
  expect ("", "--method elo --ci bootstrap -", 2, NULL, "interval");
  expect (SPLIT, "--anchor B -", 2, NULL, "MODEL=RATING");
  expect (SPLIT, "--anchor X=1000 -", 1, NULL, "X");
  expect ("", "-", 1, NULL, "empty");
  expect ("", "/nowhere/votes.csv", 1, NULL, "/nowhere/votes.csv");
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/rate/csv", test_csv);
  g_test_add_func ("/cli/rate/pairs", test_pairs);
  g_test_add_func ("/cli/rate/ranks", test_ranks);
  g_test_add_func ("/cli/rate/category", test_category);
  g_test_add_func ("/cli/rate/not-identified", test_not_identified);
  g_test_add_func ("/cli/rate/bad-rows", test_bad_rows);
  g_test_add_func ("/cli/rate/usage", test_usage);
  return g_test_run ();
}
