// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * Rooms and their members in memory: joins, leaves, presence, messages, and the frames to subscribers, in the order of
 * events.
 */
package io.lynchet.rooms.room;
