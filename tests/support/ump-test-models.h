/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * UmpTestModels:
 *
 * A server on loopback that speaks openai-chat for any number of models, in
 * the main loop of the test. What a model says, and when, is said call by
 * call, so that a test decides which side moves next.
 */
typedef struct _UmpTestModels UmpTestModels;

UmpTestModels *ump_test_models_new (void);
void ump_test_models_free (UmpTestModels *self);
const char *ump_test_models_get_url (UmpTestModels *self);
/* Requests so far for @model, and whether one waits for an answer. */
guint ump_test_models_count (UmpTestModels *self, const char *model);
gboolean ump_test_models_is_asked (UmpTestModels *self, const char *model);
/* The body of the last request for @model. */
const char *ump_test_models_get_body (UmpTestModels *self, const char *model);
void ump_test_models_say (UmpTestModels *self, const char *model, const char *text);
/* The same, where the text is written as JSON, and may be half a character. */
void ump_test_models_say_json (UmpTestModels *self, const char *model, const char *quoted);
/* What it thinks aloud before it answers. */
void ump_test_models_think (UmpTestModels *self, const char *model, const char *text);
void ump_test_models_finish (UmpTestModels *self, const char *model, const char *finish);
void ump_test_models_cut (UmpTestModels *self, const char *model);
/* The next request for @model gets this instead of a stream. */
void ump_test_models_fail_next (UmpTestModels *self, const char *model, guint status, const char *content_type, const char *body);
/* And is told when to come again, in seconds. */
void ump_test_models_set_retry_after (UmpTestModels *self, const char *model, guint seconds);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (UmpTestModels, ump_test_models_free)
