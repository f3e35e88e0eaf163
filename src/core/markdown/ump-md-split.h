/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-md-block.h"

G_BEGIN_DECLS

void ump_md_split_paragraph (GPtrArray *blocks, UmpMdBlock *block);

G_END_DECLS
