// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.row;

/**
 * A row and its version.
 *
 * @param seq the seq of its newest change
 */
public record Versioned(Row row, long seq) {}
