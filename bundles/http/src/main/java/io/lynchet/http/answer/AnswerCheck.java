// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.http.answer;

import io.lynchet.api.http.Response;
import java.util.List;

/** The check that a route's response can be sent without misleading the client, or a proxy in between. */
public final class AnswerCheck {
    private static final int HEADER_BYTES_MAX = 8_192;
    private static final String JSON = "application/json";
    private static final int UPGRADE_REQUIRED = 426;

    private AnswerCheck() {}

    /** Returns the error of a response, for the log; null when there is none. */
    public static String mistake(Response response) {
        if (response.upgrade() == null) {
            String mistake = mistakeOfBody(response);
            if (mistake != null) {
                return mistake;
            }
        }
        return mistakeOfHeaders(response);
    }

    private static String mistakeOfBody(Response response) {
        int status = response.status();
        if (status < 200 || status > 599) {
            return "the status " + status + " is not from 200 to 599";
        }
        boolean body = response.bytes() == null || response.bytes().length > 0;
        if (body && (status == 204 || status == 205 || status == 304)) {
            return "the status " + status + " has no body";
        }
        String type = response.contentType();
        if (type == null) {
            return body ? "a body without a content type" : null;
        }
        return type.equals(JSON) || isMediaType(type) ? null : "\"" + type + "\" is not a content type";
    }

    private static boolean isMediaType(String type) {
        int slash = type.indexOf('/');
        int semicolon = type.indexOf(';');
        int end = semicolon < 0 ? type.length() : semicolon;
        if (slash < 0
                || !isToken(type, 0, slash)
                || !isToken(
                        type, slash + 1, type.substring(0, end).stripTrailing().length())) {
            return false;
        }
        for (int i = end; i < type.length(); i++) {
            if (type.charAt(i) < ' ' || type.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    private static boolean isToken(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            boolean plain = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9';
            if (!plain && "-_.!#$%&'*+^`|~".indexOf(c) < 0) {
                return false;
            }
        }
        return from < to;
    }

    private static String mistakeOfHeaders(Response response) {
        List<Response.Header> headers = response.headers();
        int bytes = 0;
        for (int i = 0; i < headers.size(); i++) {
            Response.Header header = headers.get(i);
            bytes += header.name().length() + header.value().length();
            if (isOfTheTransport(header, response.status())) {
                return "the header " + header.name() + ": " + header.value()
                        + " is set by the transport, not by a route";
            }
        }
        return bytes <= HEADER_BYTES_MAX ? null : "its headers have more than " + HEADER_BYTES_MAX + " bytes";
    }

    private static boolean isOfTheTransport(Response.Header header, int status) {
        String name = header.name();
        return switch (name.length()) {
            case 2 -> name.equalsIgnoreCase("TE");
            case 4 -> name.equalsIgnoreCase("Date");
            // A response to a client that should ask for a WebSocket tells it how (RFC 9110 section 15.5.22).
            case 7 ->
                name.equalsIgnoreCase("Trailer") || name.equalsIgnoreCase("Upgrade") && status != UPGRADE_REQUIRED;
            case 10 ->
                name.equalsIgnoreCase("Keep-Alive")
                        || name.equalsIgnoreCase("Connection")
                                && !(status == UPGRADE_REQUIRED
                                        && header.value().equalsIgnoreCase("upgrade"));
            case 12 -> name.equalsIgnoreCase("Content-Type");
            case 14 -> name.equalsIgnoreCase("Content-Length");
            case 16 -> name.equalsIgnoreCase("Proxy-Connection");
            case 17 -> name.equalsIgnoreCase("Transfer-Encoding");
            default -> false;
        };
    }
}
