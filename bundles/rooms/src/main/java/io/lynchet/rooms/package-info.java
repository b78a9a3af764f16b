// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Rooms: who is where, and what they say to each other. */
package io.lynchet.rooms;
