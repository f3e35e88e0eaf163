/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ump-store.h"
#include "ump-transport.h"

#define UMP_TYPE_APPLICATION (ump_application_get_type ())
G_DECLARE_FINAL_TYPE (UmpApplication, ump_application, UMP, APPLICATION, AdwApplication)

UmpApplication *ump_application_new (void);
UmpStore *ump_application_get_store (UmpApplication *self);
UmpTransport *ump_application_get_transport (UmpApplication *self);
