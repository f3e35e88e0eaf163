/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-db.h"

/**
 * UMP_SCHEMA_VERSION:
 *
 * The newest numbered file of data/migrations. To change the schema, add the
 * next file there and to data/core.gresource.xml, count this up, and dump the
 * schema as it was into tests/data/schemas.
 */
#define UMP_SCHEMA_VERSION 3

/* Returns the SQL that makes version @number out of the one before. */
typedef char *(*UmpMigrationSource) (int number, GError **error);

char *ump_migrations_read (int number, GError **error);
gboolean ump_migrations_check (UmpDb *db, int newest, GError **error);
gboolean ump_migrations_run (UmpDb *db, UmpMigrationSource source, int newest, GError **error);
