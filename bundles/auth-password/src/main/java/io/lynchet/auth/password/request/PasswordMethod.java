// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.request;

import io.lynchet.api.auth.AuthMethod;

/** The password as a sign-in method. */
public final class PasswordMethod implements AuthMethod {
    public static final String PATH = "/api/auth/password/login";
    /** The name of the method, also of its sessions. */
    public static final String NAME = "password";

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
        return PATH;
    }
}
