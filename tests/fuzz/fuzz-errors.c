/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-error.h"
#include "ump-fuzz.h"

/* Dialect chosen by the first byte, status by the next two. */


int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  UmpFailure failure = { 0 };
  g_autofree char *body = NULL;
  guint status;

  if (size < 3)
    return 0;
  status = 300 + (data[1] * 256u + data[2]) % 300;
  body = g_malloc (size - 3 + 1);
  memcpy (body, data + 3, size - 3);
  body[size - 3] = '\0';
  ump_fuzz_choose_dialect (data[0])->parse_error (status, body, size - 3, &failure);
  ump_fuzz_require (failure.code >= UMP_ERROR_FAILED && failure.code <= UMP_ERROR_PROTOCOL, "the kind is one of a service");
  ump_fuzz_require (failure.retry_after_ms >= -1, "the wait is one");
  ump_fuzz_require_utf8 (failure.message, "the message is UTF-8");
  ump_fuzz_require_utf8 (failure.parameter, "the parameter is UTF-8");
  ump_fuzz_require (failure.message == NULL || g_utf8_strlen (failure.message, -1) <= 500, "the message is cut");
  ump_failure_clear (&failure);
  return 0;
}
