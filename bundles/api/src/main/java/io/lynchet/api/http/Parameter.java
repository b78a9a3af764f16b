// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.http;

/**
 * A query parameter that a route takes.
 *
 * @param type JSON schema type: {@code string}, {@code integer}, {@code boolean}
 */
public record Parameter(String name, String type, String description) {}
