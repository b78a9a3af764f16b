// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.blob;

/**
 * An object at a location.
 *
 * @param name the whole name
 * @param bytes its size
 */
public record StoredObject(String name, long bytes) {}
