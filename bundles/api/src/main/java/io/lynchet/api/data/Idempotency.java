// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.data;

/**
 * Names a write so that a repetition is recognised, also after a crash. Remembered for 7 days at least.
 *
 * @param clientId whoever made the operation id, at most 200 characters; a caller's id is bound to the caller
 * @param operationId at most 200 characters
 */
public record Idempotency(String clientId, String operationId) {}
