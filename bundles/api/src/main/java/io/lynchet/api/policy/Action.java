// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api.policy;

/** The actions on a row. */
public enum Action {
    READ,
    INSERT,
    UPDATE,
    DELETE
}
