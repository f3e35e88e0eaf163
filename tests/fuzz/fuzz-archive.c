/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-archive-json.h"
#include "ump-db-archive.h"
#include "ump-error.h"
#include "ump-fuzz.h"


/* What was read is taken by a database, or refused with a sentence; taken
 * twice, it brings nothing new; and it comes out as it went in. */
static void
merge (const UmpArchive *archive)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UmpDb) db = ump_db_open (":memory:", &error);
  g_autoptr (UmpArchive) back = NULL;
  UmpMergeCount count;

  ump_fuzz_require (db != NULL, "a database in memory opens");
  if (!ump_db_merge_archive (db, archive, &count, &error)) {
    ump_fuzz_require (error != NULL && error->domain == UMP_ERROR, "or why it was not taken");
    return;
  }
  ump_fuzz_require (ump_db_merge_archive (db, archive, &count, &error), "it can be taken again");
  ump_fuzz_require (count.battles == 0 && count.verdicts == 0, "and brings nothing new");
  back = ump_db_load_archive (db, &error);
  ump_fuzz_require (back != NULL, "it comes out again");
}


int
LLVMFuzzerTestOneInput (const uint8_t *data, size_t size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (UmpArchive) archive = ump_archive_json_read ((const char *) data, size, &error);
  g_autoptr (UmpArchive) again = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  ump_fuzz_require ((archive == NULL) == (error != NULL), "an archive, or why there is none");
  if (archive == NULL) {
    ump_fuzz_require (g_error_matches (error, UMP_ERROR, UMP_ERROR_FORMAT), "the error is one of the format");
    ump_fuzz_require_utf8 (error->message, "the error is UTF-8");
    return 0;
  }
  first = ump_archive_json_write (archive);
  again = ump_archive_json_read (first, strlen (first), &error);
  ump_fuzz_require (again != NULL, "what is written can be read");
  second = ump_archive_json_write (again);
  ump_fuzz_require (g_str_equal (first, second), "and says the same");
  merge (archive);
  return 0;
}
