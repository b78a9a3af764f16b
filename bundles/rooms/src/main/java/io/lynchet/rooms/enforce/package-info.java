// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * The enforcement of rules on members of rooms: rate limits, the review of rights, and the removal of people who have
 * gone. Also the metrics of rooms.
 */
package io.lynchet.rooms.enforce;
