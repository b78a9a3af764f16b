// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password.request;

import io.lynchet.json.row.SchemaText;

/** The JSON schemas of bodies and responses. */
public final class PasswordBodies {
    private static final String EMAIL = "{\"type\":\"string\",\"format\":\"email\",\"maxLength\":254}";
    private static final String SECRET = "{\"type\":\"string\",\"minLength\":1,\"maxLength\":1000}";
    private static final String TOKEN = "{\"type\":\"string\",\"minLength\":1,\"maxLength\":200}";
    private static final String NAME = "{\"type\":[\"string\",\"null\"],\"minLength\":1,\"maxLength\":200,"
            + "\"pattern\":\"^[^\\\\x00-\\\\x1f\\\\x7f-\\\\x9f\\\\u2028\\\\u2029]*$\"}";
    private static final String CODE = "{\"type\":\"string\",\"pattern\":\"^[0-9]{6}$\"}";
    private static final String TEXT = "{\"type\":\"string\"}";
    private static final String INTEGER = "{\"type\":\"integer\"}";
    private static final String BOOLEAN = "{\"type\":\"boolean\"}";
    private static final String TRUE = "{\"const\":true}";
    private static final String TIME = "{\"type\":\"string\",\"format\":\"date-time\"}";

    public static final String LOGIN = SchemaText.object("email,password", "email", EMAIL, "password", SECRET);
    public static final String REGISTER =
            SchemaText.object("email,password", "email", EMAIL, "password", SECRET, "displayName", NAME);
    public static final String CHANGE =
            SchemaText.object("current_password,new_password", "current_password", SECRET, "new_password", SECRET);
    public static final String RESET_REQUEST = SchemaText.object("email", "email", EMAIL);
    public static final String RESET_COMPLETE =
            SchemaText.object("token,new_password", "token", TOKEN, "new_password", SECRET);
    public static final String EMAIL_CHANGE = SchemaText.object("email,password", "email", EMAIL, "password", SECRET);
    public static final String EMAIL_VERIFY = SchemaText.object("code", "code", CODE);
    public static final String NOTHING = SchemaText.object("");

    public static final String REGISTERED = SchemaText.object(
            "token,user_id,expires_at,verification_email_sent",
            "token",
            TEXT,
            "user_id",
            TEXT,
            "expires_at",
            INTEGER,
            "second_factor",
            TEXT,
            "verification_email_sent",
            BOOLEAN,
            "dev_code",
            CODE);
    public static final String CHANGED = SchemaText.object("changed", "changed", TRUE);
    public static final String RESET_SENT = SchemaText.object("sent", "sent", TRUE, "dev_token", TEXT);
    public static final String VERIFICATION_SENT =
            SchemaText.object("sent,email", "sent", TRUE, "email", TEXT, "dev_code", CODE);
    public static final String VERIFIED =
            SchemaText.object("verified,emailVerified", "verified", TRUE, "emailVerified", TIME);

    private PasswordBodies() {}
}
