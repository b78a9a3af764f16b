// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.auth.password;

/** JSON schemas of bodies and answers. */
final class Schemas {
    private static final String EMAIL = "\"email\":{\"type\":\"string\",\"format\":\"email\",\"maxLength\":254}";
    private static final String SECRET = "{\"type\":\"string\",\"minLength\":1,\"maxLength\":1000}";
    private static final String SESSION = "\"token\":{\"type\":\"string\"},\"user_id\":{\"type\":\"string\"},"
            + "\"expires_at\":{\"type\":\"integer\"}";

    static final String LOGIN = closed("\"email\",\"password\"", EMAIL + ",\"password\":" + SECRET);
    static final String REGISTER = closed(
            "\"email\",\"password\"",
            EMAIL + ",\"password\":" + SECRET + ",\"displayName\":{\"type\":[\"string\",\"null\"],\"maxLength\":200}");
    static final String CHANGE = closed(
            "\"current_password\",\"new_password\"", "\"current_password\":" + SECRET + ",\"new_password\":" + SECRET);
    static final String RESET_REQUEST = closed("\"email\"", EMAIL);
    static final String RESET_COMPLETE = closed(
            "\"token\",\"new_password\"",
            "\"token\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":200},\"new_password\":" + SECRET);

    static final String SIGNED_IN = open("\"token\",\"user_id\",\"expires_at\"", SESSION);
    static final String REGISTERED = open(
            "\"token\",\"user_id\",\"expires_at\",\"verification_email_sent\"",
            SESSION + ",\"verification_email_sent\":{\"type\":\"boolean\"}");
    static final String CHANGED = open("\"changed\"", "\"changed\":{\"const\":true}");
    static final String RESET_SENT = open("\"sent\"", "\"sent\":{\"const\":true},\"dev_token\":{\"type\":\"string\"}");

    private Schemas() {}

    private static String closed(String required, String properties) {
        return "{\"type\":\"object\",\"additionalProperties\":false,\"required\":[" + required + "],\"properties\":{"
                + properties + "}}";
    }

    private static String open(String required, String properties) {
        return "{\"type\":\"object\",\"required\":[" + required + "],\"properties\":{" + properties + "}}";
    }
}
