// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password;

import io.lynchet.api.auth.AuthMethod;

/** The password among the ways to sign in. */
final class PasswordMethod implements AuthMethod {
    /** Also the method of the sessions that are opened here. */
    static final String NAME = "password";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String label() {
        return "Password";
    }

    @Override
    public String kind() {
        return "password";
    }

    @Override
    public String path() {
        return LogIn.PATH;
    }
}
