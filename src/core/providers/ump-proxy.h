/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

/**
 * UmpProxy:
 *
 * The system's proxies, but none for servers on this computer: a request to
 * one of those must not leave it, whatever the environment says of proxies.
 */
#define UMP_TYPE_PROXY (ump_proxy_get_type ())
G_DECLARE_FINAL_TYPE (UmpProxy, ump_proxy, UMP, PROXY, GObject)

GProxyResolver *ump_proxy_new (void);
