/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-cli.h"

extern const UmpCommand ump_cli_providers;
