/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ump-keyring.h"
#include "ump-provider.h"

/**
 * UmpTransport:
 *
 * The one way to the network: owns the #SoupSession, finds keys in the
 * keyring, counts the slots of each provider, and knows the practice source,
 * which it puts in the network's place for the provider
 * %UMP_PRACTICE_PROVIDER.
 */
#define UMP_TYPE_TRANSPORT (ump_transport_get_type ())
G_DECLARE_FINAL_TYPE (UmpTransport, ump_transport, UMP, TRANSPORT, GObject)

UmpTransport *ump_transport_new (UmpKeyring *keyring);
UmpKeyring *ump_transport_get_keyring (UmpTransport *self);
void ump_transport_set_practice_speed (UmpTransport *self, double factor);
void ump_transport_set_slots (UmpTransport *self, const char *provider_id, guint n_slots);
