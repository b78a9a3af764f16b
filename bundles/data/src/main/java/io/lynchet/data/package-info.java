// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The data service: rows for callers under policies, assembled from the serving store, policies and hooks. */
package io.lynchet.data;
