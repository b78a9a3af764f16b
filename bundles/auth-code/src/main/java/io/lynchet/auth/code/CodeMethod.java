// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.code;

import io.lynchet.api.auth.AuthMethod;

/** The entry in the list of sign-in methods. */
final class CodeMethod implements AuthMethod {
    /** Pylon's name for the method, which its clients send and show. */
    static final String NAME = "magic";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String label() {
        return "Code by mail";
    }

    @Override
    public String kind() {
        return "code";
    }

    @Override
    public String path() {
        return SendCode.PATH;
    }
}
