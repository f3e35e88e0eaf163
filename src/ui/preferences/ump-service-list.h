/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ump-services.h"
#include "ump-transport.h"

/**
 * UmpServiceList:
 *
 * All services, and the servers that were found on this computer. Signal:
 * "chosen" (pointer: #UmpService, const char *base_url).
 */
#define UMP_TYPE_SERVICE_LIST (ump_service_list_get_type ())
G_DECLARE_FINAL_TYPE (UmpServiceList, ump_service_list, UMP, SERVICE_LIST, AdwBin)

void ump_service_list_set_transport (UmpServiceList *self, UmpTransport *transport);
