// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.api;

/**
 * The error codes of Lynchet, each with its HTTP status and meaning.
 *
 * <p>Clients receive the name, so it never changes once released. {@code docs/errors.md} is generated from this enum.
 */
public enum ErrorCode {
    INVALID_JSON(
            400, "The body is not well-formed JSON.", "Check the body at the line and column that the message names."),
    INVALID_DATA(400, "The body is JSON but does not fit this operation.", "details list every problem with its path."),
    INVALID_COLUMN(400, "A field is not declared in the manifest.", "The message lists the fields of the entity."),
    INVALID_VALUE(400, "A value does not fit the type of its field.", "Send a value of the declared type."),
    INVALID_REFERENCE(400, "A reference names a row that does not exist.", "Create the target row first."),
    REQUIRED_FIELD(
            400,
            "A required field is missing or null.",
            "Send a value, or declare the field optional or with a default."),
    MISSING_ROOM(400, "The name of a room is missing.", "Send it as room."),
    MISSING_TOPIC(400, "The topic of a message to a room is missing.", "Send it as topic."),
    MISSING_EMAIL(400, "An email address is missing.", null),
    INVALID_EMAIL(400, "The email address is not valid.", null),
    WEAK_PASSWORD(400, "The password is too easy to guess.", "Choose a longer one."),
    OAUTH_INVALID_STATE(
            400, "This browser did not begin the sign-in, or the sign-in took too long.", "Begin the sign-in again."),
    RECIPIENT_REFUSED(
            400,
            "The mail server accepts no mail for this address.",
            "Check the address; sending again does not help."),
    READONLY_FIELD(400, "Clients can't change this field.", "Leave it out of the request."),
    INVALID_ID(
            400,
            "An id sent by a client is not 40 lower-case hexadecimal digits.",
            "Leave the id out; the server makes one."),
    INVALID_QUERY(
            400,
            "A query, filter, sort or aggregate is malformed.",
            "details name the place and what is allowed there."),
    INVALID_PARAMETER(
            400,
            "A query parameter is unknown or has an invalid value.",
            "The message names the parameters or values that this path accepts."),
    INVALID_CURSOR(
            400, "The cursor is not from this server, or belongs to another query.", "Start again without a cursor."),
    RELATION_NOT_FOUND(400, "The entity has no such relation.", "The message lists the relations of the entity."),
    NUMBER_OVERFLOW(400, "A sum left the range of a 64-bit integer.", "Aggregate a smaller set of rows."),
    BAD_REQUEST(400, "The request itself is malformed.", "Check path, encoding and headers."),
    HOOK_REJECTED(400, "A hook of this app rejected the write.", "The message comes from the hook."),
    UNAUTHENTICATED(
            401,
            "The credentials are missing, invalid or expired.",
            "Send a valid token, or none to act as anonymous."),
    INVALID_CREDENTIALS(
            401, "The password or the code is wrong for this account.", "Try again, or ask for a new code."),
    INVALID_CODE(401, "The code is wrong, used up or expired.", "Ask for a new code."),
    SESSION_EXPIRED(401, "The session has ended.", "Sign in again."),
    SECOND_FACTOR_REQUIRED(
            401, "The sign-in waits for its second factor.", "Show the second factor that the sign-in has named."),
    POLICY_DENIED(403, "A policy does not allow this.", "Check your token, or the policy rules in the manifest."),
    FORBIDDEN(403, "The operation is for admins.", "Send the admin token as a bearer token."),
    CSRF_REJECTED(
            403,
            "A page of another origin sent a request that changes state.",
            "Add the origin to allowedOrigins of io.lynchet.http."),
    HOST_NOT_SERVED(
            421,
            "The request names this server by a host name that development mode does not accept.",
            "Use localhost or an address, or add the name as an origin (https://NAME) to allowedOrigins of io.lynchet.http."),
    SCOPE_MISSING(
            403,
            "The API key lacks the scope that this request needs.",
            "Use a key with the scope that the message names."),
    API_KEY_AUTH_FORBIDDEN(403, "An API key can't change an account.", "Sign in with an account instead."),
    NOT_A_MEMBER(403, "You are not a member of this organisation.", null),
    ROLE_MISSING(403, "Your role in the organisation does not allow this.", "Ask one of its owners."),
    WRONG_EMAIL(403, "The invitation is for another address than yours.", "Sign in with the account of that address."),
    EMAIL_NOT_VERIFIED(
            403,
            "Your email address is not verified.",
            "Sign in with a code that the server mails to it, for example."),
    OAUTH_ACCESS_DENIED(
            403,
            "You did not allow the sign-in at the provider.",
            "Begin again and allow it there; nothing has changed."),
    UNTRUSTED_REDIRECT(
            403,
            "The server does not trust the address to return to.",
            "Add its origin to auth.trusted_origins in the manifest."),
    NOT_FOUND(404, "It does not exist, or you may not read it.", null),
    NOT_IN_ROOM(404, "You are not in this room.", "Join it first."),
    ENTITY_NOT_FOUND(404, "The manifest declares no such entity.", "Names are case-sensitive."),
    PROVIDER_NOT_FOUND(404, "There is no such sign-in provider.", "GET /api/auth/providers lists them."),
    METHOD_NOT_ALLOWED(405, "The path does not support this method.", "The Allow header lists the methods."),
    REQUEST_TIMEOUT(408, "The head of the request did not arrive in time.", "Send the whole head at once."),
    EMAIL_TAKEN(409, "Another account has this address.", "Sign in to that one, or use another address."),
    LAST_OWNER(409, "An organisation needs an owner.", "Make another member an owner first."),
    UNIQUE_VIOLATION(409, "Another row has the same value in a unique field or index.", "details name the fields."),
    ID_CONFLICT(409, "A row with this id exists already.", "Update it, or insert with another id."),
    CONFLICT(409, "The data changed meanwhile.", "Read again and retry."),
    BATCH_REFUSED(
            409,
            "Another change of the batch failed, so the server did not make this one.",
            "Correct that change and send the batch again."),
    REFERENCE_IN_USE(409, "Other rows refer to this row.", "Delete or change the rows that refer to it first."),
    MIGRATION_REFUSED(
            409,
            "The new manifest would lose data or contradicts stored rows.",
            "details name the steps and the rows that prevent them."),
    RESYNC_REQUIRED(410, "The log can't continue from this cursor.", "Drop the replica and pull from 0."),
    PRECONDITION_FAILED(
            412,
            "The seq lies ahead of the log.",
            "Read the row again: the store was restored, or the seq is not from this server."),
    PAYLOAD_TOO_LARGE(413, "The request is larger than the limit.", "Send less at once."),
    LIMIT_EXCEEDED(
            413,
            "The result is larger than the limit of one response, or of one caller's live queries.",
            "Ask for fewer rows or groups at once, or end live queries that you don't need."),
    UNSUPPORTED_MEDIA_TYPE(415, "This path does not accept the content type.", "Send application/json."),
    RANGE_NOT_SATISFIABLE(416, "The range lies outside the file.", null),
    IDEMPOTENCY_KEY_REUSED(
            422, "An earlier, different request used this key or op_id.", "Use a new one for each new request."),
    UPGRADE_REQUIRED(
            426, "This path speaks WebSocket.", "Open it with a WebSocket client, or use the path for event streams."),
    ROOM_LIMIT_REACHED(
            429, "There are too many rooms, or too many members in one.", "Leave rooms that you don't need."),
    RATE_LIMITED(429, "Too many requests.", "Wait as long as Retry-After says."),
    HEADERS_TOO_LARGE(431, "The request line or headers are larger than the limit.", null),
    INTERNAL(500, "The server failed; its log has the reason under this id.", null),
    HOOK_LOOP(
            500,
            "Hooks of this app trigger each other without end.",
            "The log names the hook; let it write only what has to change."),
    JWT_NOT_CONFIGURED(501, "No token issuer is configured.", null),
    OAUTH_TOKEN_EXCHANGE_FAILED(502, "The sign-in provider did not confirm who you are.", "Try again later."),
    MAIL_FAILED(502, "The mail server did not accept the message.", "Try again later."),
    UNSUPPORTED(501, "This provider does not support the operation.", null),
    MAIL_NOT_CONFIGURED(
            503,
            "No mail server is configured.",
            "Don't retry; the operator sets host in etc/io.lynchet.mail.smtp.json."),
    SECOND_FACTOR_KEY_MISSING(
            503,
            "The server lacks the key that decrypts this second factor.",
            "Use a recovery code. The operator can put the key file back, or an admin can remove the second factor."),
    OVERLOADED(503, "The server is overloaded.", "Wait as long as Retry-After says."),
    QUERY_TIMEOUT(
            503,
            "The read took longer than the server allows.",
            "Ask for less: a narrower filter, a smaller page, or an index on what you filter and sort by."),
    UNAVAILABLE(503, "A service that the request needs is not available now.", "Wait as long as Retry-After says."),
    HOOK_MISSING(
            503,
            "A hook that the entity requires is missing.",
            "Install the bundle that provides it; /readyz names the hook to admins."),
    POLICY_FUNCTION_MISSING(
            503, "A policy calls a function that no bundle provides.", "Install the bundle that provides it."),
    STORE_FULL(507, "The disk of the store is full.", "Free disk space; reads still work."),
    STORE_FAILED(500, "The store failed; the server's log has the reason under this id.", null),
    STORE_DAMAGED(
            500,
            "The data file is damaged, or is not a file of Lynchet.",
            "Restore a backup; the message names the file."),
    BACKUP_DAMAGED(
            500, "The backup is damaged, or is not a backup of Lynchet.", "Nothing has changed. Use another backup."),
    BACKUP_FAILED(500, "The backup location failed.", "The message says why; no partial backup remains."),
    MANIFEST_INVALID(400, "The manifest has errors.", "Run 'lynchet check' to see them all."),
    CONFIGURATION_INVALID(
            400, "A configuration key or value is wrong.", "The message names the key and what is allowed.");

    private final int status;
    private final String meaning;
    private final String hint;

    ErrorCode(int status, String meaning, String hint) {
        this.status = status;
        this.meaning = meaning;
        this.hint = hint;
    }

    /** Returns the HTTP status of this code. */
    public int status() {
        return status;
    }

    /** Returns the meaning, one sentence for people. */
    public String meaning() {
        return meaning;
    }

    /** Returns the advice, or null when there is no general one. */
    public String hint() {
        return hint;
    }
}
