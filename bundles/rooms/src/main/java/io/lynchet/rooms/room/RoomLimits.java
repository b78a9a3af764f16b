// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rooms.room;

/**
 * The limits of rooms.
 *
 * @param rooms the most rooms with members
 * @param members the most members of one room
 * @param roomsAPerson the most rooms of one person
 * @param memberships the most memberships of all people together
 * @param roomDataChars the most characters of the data of all members of one room
 */
public record RoomLimits(int rooms, int members, int roomsAPerson, int memberships, int roomDataChars) {
    public static final RoomLimits USUAL = new RoomLimits(10_000, 10_000, 100, 100_000, 4 << 20);

    /** The most bytes of a person's data, or of one message, as compact JSON. */
    public static final int DATA_BYTES_MAX = 8 << 10;
}
