/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-exporter.h"

extern const UmpExporter ump_export_json;
