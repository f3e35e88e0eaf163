/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#define UMP_TYPE_APPLICATION (ump_application_get_type ())
G_DECLARE_FINAL_TYPE (UmpApplication, ump_application, UMP, APPLICATION, AdwApplication)

UmpApplication *ump_application_new (void);
