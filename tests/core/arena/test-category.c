/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ump-category.h"


/* What a person would say of each prompt. */
static void
test_prompts (void)
{
  static const struct {
    const char *prompt;
    const char *category;
  } cases[] = {
    { "Write a Python function that reverses a list.", "coding" },
    { "Why does this fail?\n```c\nint *p = 0; *p = 1;\n```", "coding" },
    { "SELECT name FROM users WHERE age > 3 is slow, why?", "coding" },
    { "Fix the bug in my C++ code", "coding" },
    { "请写一段代码，计算斐波那契数列", "coding" },
    { "Schreibe ein Programm in Kotlin", "coding" },
    { "Solve 3x + 7 = 22", "math" },
    { "Prove that the square root of 2 is irrational.", "math" },
    { "What is the probability of two sixes?", "math" },
    { "Berechne das Integral von x^2", "math" },
    { "Calculate 17 * 23", "math" },
    { "Translate “good morning” into Japanese", "language" },
    { "How do you say cheese in Polish?", "language" },
    { "Übersetze diesen Satz ins Englische.", "language" },
    { "把这句话翻译成英文", "language" },
    { "Correct the grammar of my letter", "language" },
    { "Write a short story about a lighthouse.", "creative" },
    { "Give me a haiku about rain", "creative" },
    { "Écris un poème sur la mer", "creative" },
    { "Напиши стихотворение о весне", "creative" },
    { "写一首关于春天的诗", "creative" },
    { "Who was the first king of Poland?", NULL },
    { "Hello", NULL },
    { "", NULL },
    { "Why is the sky blue?", NULL },
    { "What is the function of the liver?", NULL },
    { "Tell me about the history of Rust, the oxide.", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++) {
    const char *category = ump_category_detect (cases[i].prompt);

    if (g_strcmp0 (category, cases[i].category) != 0)
      g_test_message ("%s", cases[i].prompt);
    g_assert_cmpstr (category, ==, cases[i].category);
  }
}


static void
test_long_prompt (void)
{
  g_autoptr (GString) prompt = g_string_new ("Translate this: ");
  gint64 began = g_get_monotonic_time ();

  /* Cut in the middle of a character, if it were cut at any byte. */
  for (guint i = 0; i < 1000000; i++)
    g_string_append (prompt, "語");
  g_assert_cmpstr (ump_category_detect (prompt->str), ==, "language");
  g_assert_cmpint (g_get_monotonic_time () - began, <, 10 * G_USEC_PER_SEC);
}


static void
test_names (void)
{
  for (const char *const *category = ump_category_get_all (); *category != NULL; category++)
    g_assert_cmpstr (ump_category_get_name (*category), !=, *category);
  g_assert_cmpstr (ump_category_get_name ("my own"), ==, "my own");
}


int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/category/prompts", test_prompts);
  g_test_add_func ("/category/long-prompt", test_long_prompt);
  g_test_add_func ("/category/names", test_names);
  return g_test_run ();
}
