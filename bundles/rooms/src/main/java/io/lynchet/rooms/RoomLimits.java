// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms;

/**
 * How much of everything there may be.
 *
 * @param rooms in which somebody is
 * @param members of one room
 * @param roomsAPerson in which one person may be
 * @param memberships of all people in all rooms
 * @param roomDataChars of what all members of one room tell about themselves
 */
record RoomLimits(int rooms, int members, int roomsAPerson, int memberships, int roomDataChars) {
    static final RoomLimits USUAL = new RoomLimits(10_000, 10_000, 100, 100_000, 4 << 20);

    /** What one person tells about themselves, or in one message, as compact JSON. */
    static final int DATA_BYTES_MAX = 8 << 10;
}
