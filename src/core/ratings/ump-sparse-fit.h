/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ump-pair-fit.h"

bool ump_sparse_fit (const UmpPairModel *model, double *x, unsigned *iterations);
