/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/**
 * UmpCommand:
 * @name: what is typed after "umpire"
 * @summary: one line for the help, marked with N_()
 * @run: gets its own name as argv[0]; returns the exit status: 0 done, 1 the
 *   job failed, 2 wrong usage
 *
 * A subcommand. To add one, write one file and name it in ump-cli.c.
 */
typedef struct {
  const char *name;
  const char *summary;
  int (*run) (int argc, char **argv);
} UmpCommand;

int ump_cli_run (int argc, char **argv);
