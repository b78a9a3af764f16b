// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.policy;

/** What a caller wants to do with a row. */
public enum Action {
    READ,
    INSERT,
    UPDATE,
    DELETE
}
