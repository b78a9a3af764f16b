// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.store.postgres;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/**
 * The URL of the database: {@code postgres://user:password@host:port/database?sslmode=verify-full}, also
 * {@code postgresql://} and the driver's own {@code jdbc:postgresql://}. The part after the question mark holds the
 * driver's settings, by its names.
 *
 * @param jdbc for the driver, without user and password
 * @param shown for people and logs: without user, password and settings
 */
record DatabaseUrl(String jdbc, String shown, String user, String password) {
    private static final int PORT = 5432;

    static DatabaseUrl parse(String text) {
        String plain = text.startsWith("jdbc:") ? text.substring("jdbc:".length()) : text;
        if (!plain.startsWith("postgres://") && !plain.startsWith("postgresql://")) {
            throw invalid("must begin with postgres://");
        }
        URI uri;
        try {
            uri = URI.create(plain);
        } catch (IllegalArgumentException e) {
            // The exception's message would hold the password.
            throw invalid("is not a URL; write special characters of user and password as %XX");
        }
        if (uri.getHost() == null
                || uri.getRawPath() == null
                || uri.getRawPath().length() < 2) {
            throw invalid("must name a host and a database: postgres://user:password@host:5432/database");
        }
        int port = uri.getPort() < 0 ? PORT : uri.getPort();
        String place = uri.getHost() + ":" + port + uri.getRawPath();
        String settings = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String[] account = uri.getRawUserInfo() == null
                ? new String[0]
                : uri.getRawUserInfo().split(":", 2);
        return new DatabaseUrl(
                "jdbc:postgresql://" + place + settings,
                "postgres://" + place,
                account.length > 0 ? decoded(account[0]) : "",
                account.length > 1 ? decoded(account[1]) : "");
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static LynchetException invalid(String what) {
        return new LynchetException(ErrorCode.CONFIGURATION_INVALID, "io.lynchet.store.postgres: url " + what);
    }

    /** Returns user and password for the driver. */
    Properties properties() {
        Properties properties = new Properties();
        if (!user.isEmpty()) {
            properties.setProperty("user", user);
        }
        if (!password.isEmpty()) {
            properties.setProperty("password", password);
        }
        return properties;
    }

    /** Returns the URL without the password. */
    @Override
    public String toString() {
        return shown;
    }
}
