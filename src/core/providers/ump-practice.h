/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ump-contender.h"
#include "ump-provider.h"

/* The practice partners: built in, no network. They speak openai-chat as a
 * byte stream, through the same framer and parser as everyone. */
GPtrArray *ump_practice_get_contenders (void);
UmpProvider *ump_practice_get_provider (void);
GInputStream *ump_practice_open (const char *model, const char *request_body, double speed);
