// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Taking one backup of a serving store, without slowing its callers, and removing older ones. */
package io.lynchet.backup.take;
