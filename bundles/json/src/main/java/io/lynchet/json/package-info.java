// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
/**
 * JSON between bytes and the values of the api: strict readers that report every problem with its path, and a fast
 * writer.
 *
 * <p>Readers are static, keep no state and never block; any thread may call them. They throw
 * {@link io.lynchet.api.LynchetException}. Its code is {@code INVALID_JSON}, with line and column, when the text is not
 * JSON within {@link io.lynchet.json.JsonLimits}. Otherwise one error holds all problems in the order of the input.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("0.1.0")
package io.lynchet.json;
