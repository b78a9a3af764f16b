// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/** Rooms: presence of people and messages between them. */
package io.lynchet.rooms;
