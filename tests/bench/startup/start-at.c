/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Puts the time into START_NS and becomes the program of its arguments. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>


int
main (int argc, char **argv)
{
  struct timespec time;
  char text[32];

  clock_gettime (CLOCK_MONOTONIC, &time);
  snprintf (text, sizeof text, "%lld", time.tv_sec * 1000000000LL + time.tv_nsec);
  setenv ("START_NS", text, 1);
  setenv ("LD_PRELOAD", argv[1], 1);
  execv (argv[2], argv + 2);
  perror (argv[2]);
  return 1;
}
