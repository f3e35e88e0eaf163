/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ump-error.h"

G_DEFINE_QUARK (ump-error-quark, ump_error)
