/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/**
 * UmpPracticePrompt:
 * @text: what the user wrote
 * @intent: what is wanted of it: "code", "compare", "poem" …
 * @topic: what it is about
 * @other: (nullable): the second thing of a comparison
 * @name: @topic as an identifier
 * @language: "python", "c" or "sh"
 * @sum: (nullable): the result, where it asks for one
 *
 * What a practice partner understands of a prompt.
 */
typedef struct {
  char *text;
  const char *intent;
  char *topic;
  char *other;
  char *name;
  const char *language;
  char *sum;
} UmpPracticePrompt;

UmpPracticePrompt *ump_practice_prompt_new (const char *text, const char *earlier);
void ump_practice_prompt_free (UmpPracticePrompt *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpPracticePrompt, ump_practice_prompt_free)
