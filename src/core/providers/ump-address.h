/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-services.h"

char *ump_address_add_version (const char *base_url, const UmpService *service, const char *version);
