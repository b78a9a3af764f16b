// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** The row events that a commit means for one set of read rights, also for rows that did not change themselves. */
package io.lynchet.sync.event;
