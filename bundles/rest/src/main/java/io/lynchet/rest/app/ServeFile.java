// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.rest.app;

import io.lynchet.api.ErrorCode;
import io.lynchet.api.LynchetException;
import io.lynchet.api.http.AnswerHeader;
import io.lynchet.api.http.Content;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteAnswers;
import io.lynchet.api.http.RouteInfo;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The route that serves the files of the app's public folder. It hides files whose name begins with a dot, and
 * everything outside the folder, also behind a symbolic link. For a folder it serves its {@code index.html}.
 */
public final class ServeFile implements Route {
    /** As for every static file: browsers revalidate pages each time, which the ETag makes cheap. */
    private static final Response.Header REVALIDATED = new Response.Header("Cache-Control", "no-cache");

    private static final Response.Header RANGES = new Response.Header("Accept-Ranges", "bytes");
    private static final int BUFFER_BYTES = 32 * 1024;

    /** Files up to this size are sent whole, without a stream. */
    private static final long WHOLE_BYTES_MAX = 256 * 1024;

    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET, "/{path...}", "Returns a file of the app's public folder.")
            // Pages add parameters of their own, such as versions.
            .open()
            .takingAny()
            .tagged("files")
            .conditional()
            .alsoAs(Content.of("*/*", null))
            .alsoAnswering(
                    new RouteAnswers.Other(206, "The part of the file that Range asks for."),
                    new RouteAnswers.Other(308, "The path is a folder; its address ends with a slash."))
            .sending(
                    AnswerHeader.always("ETag", "The version of the file, for If-None-Match and If-Range."),
                    AnswerHeader.always("Last-Modified", "The time of the last change, for If-Modified-Since."),
                    AnswerHeader.sometimes(
                            "Accept-Ranges", "bytes: the server accepts ranges, but not of files that it compresses."),
                    AnswerHeader.always(
                                    "Content-Range", "The range of bytes in this response, and the size of the file.")
                            .on(206),
                    AnswerHeader.always("Location", "The address with the slash.")
                            .on(308),
                    AnswerHeader.sometimes("Content-Security-Policy", "For pages: the sources that they may load."),
                    AnswerHeader.sometimes("Cross-Origin-Opener-Policy", "For pages: the windows that may reach them."),
                    AnswerHeader.sometimes(
                            "Cross-Origin-Resource-Policy", "For pages: the origins that may embed them."));

    /** Windows that the page opens itself, as to sign in elsewhere, may talk to it; no other windows. */
    private static final Response.Header OPENER =
            new Response.Header("Cross-Origin-Opener-Policy", "same-origin-allow-popups");

    private static final Response.Header RESOURCE = new Response.Header("Cross-Origin-Resource-Policy", "same-origin");

    private final Path folder;
    private final List<Response.Header> pageHeaders;

    /**
     * @param folder null or missing when the app has none
     * @param pagePolicy the content security policy of pages, or empty
     */
    public ServeFile(Path folder, String pagePolicy) {
        this.folder = folder;
        pageHeaders = pagePolicy.isEmpty()
                ? List.of(OPENER, RESOURCE)
                : List.of(OPENER, RESOURCE, new Response.Header("Content-Security-Policy", pagePolicy));
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) throws IOException {
        String path = request.pathParameter("path");
        if (folder == null || path.startsWith("api/") || path.equals("api")) {
            throw absent(request);
        }
        try {
            Path root = folder.toRealPath();
            boolean folderAsked = path.isEmpty() || path.endsWith("/");
            Path file = inside(root, folderAsked ? path + "index.html" : path);
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (attributes.isDirectory() && Files.isRegularFile(file.resolve("index.html"))) {
                // Relative links of the page only work below the folder.
                return Response.empty(308).with("Location", lastSegment(request) + "/");
            }
            if (!attributes.isRegularFile()) {
                throw absent(request);
            }
            Response answer = new Answer(request, file, attributes).make();
            if (FileType.isPage(file.getFileName().toString())) {
                pageHeaders.forEach(answer::with);
            }
            return answer;
        } catch (FileSystemException | InvalidPathException e) {
            // Missing, not readable, below a file, or a name that no file can have: all the same for the caller.
            throw absent(request);
        }
    }

    private static Path inside(Path root, String path) throws IOException {
        for (String segment : path.split("/")) {
            if (segment.startsWith(".")) {
                throw new NoSuchFileException(path);
            }
        }
        Path real = root.resolve(path).toRealPath();
        if (!real.startsWith(root)) {
            throw new NoSuchFileException(path);
        }
        return real;
    }

    private static String lastSegment(Request request) {
        String path = request.path();
        String last = path.substring(path.lastIndexOf('/') + 1);
        StringBuilder encoded = new StringBuilder("./");
        for (byte b : last.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0);
            encoded.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
        }
        return encoded.toString();
    }

    private static LynchetException absent(Request request) {
        String path = request.path();
        return new LynchetException(
                ErrorCode.NOT_FOUND,
                "No route and no file matches " + (path.length() > 200 ? path.substring(0, 200) + "..." : path) + ".");
    }

    /** A file on its way to one client. */
    private static final class Answer {
        private final Request request;
        private final Path file;
        private final long length;
        private final Instant modified;
        private final String tag;

        Answer(Request request, Path file, BasicFileAttributes attributes) {
            this.request = request;
            this.file = file;
            length = attributes.size();
            modified = attributes.lastModifiedTime().toInstant();
            long nanos = modified.getEpochSecond() * 1_000_000_000L + modified.getNano();
            tag = '"' + Long.toHexString(nanos) + '-' + Long.toHexString(length) + '"';
        }

        Response make() throws IOException {
            if (isKnown()) {
                return described(Response.empty(304));
            }
            Optional<ByteRange> range = wantedRange();
            ByteRange sent = range.orElse(new ByteRange(0, length - 1));
            int status = range.isPresent() ? 206 : 200;
            String type = FileType.of(file.getFileName().toString());
            Response response = sent.length() <= WHOLE_BYTES_MAX
                    ? Response.bytes(status, type, read(sent))
                    : Response.stream(status, type, sent.length(), out -> copy(sent, out));
            if (range.isPresent()) {
                response.with("Content-Range", "bytes " + sent.from() + "-" + sent.to() + "/" + length);
            }
            return described(response).with(RANGES);
        }

        private Response described(Response response) {
            return response.with("ETag", tag)
                    .with("Last-Modified", DateTimeFormatter.RFC_1123_DATE_TIME.format(modified.atZone(ZoneOffset.UTC)))
                    .with(REVALIDATED);
        }

        private boolean isKnown() {
            String tags = request.header("If-None-Match");
            if (tags != null) {
                return tags.equals("*") || tags.contains(tag);
            }
            String since = request.header("If-Modified-Since");
            return since != null && isUnmodifiedSince(since);
        }

        private boolean isUnmodifiedSince(String date) {
            try {
                Instant since = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date));
                return !modified.truncatedTo(ChronoUnit.SECONDS).isAfter(since);
            } catch (DateTimeException e) {
                // An invalid date counts as a missing header, as RFC 9110 demands.
                return false;
            }
        }

        private Optional<ByteRange> wantedRange() {
            String range = request.header("Range");
            String condition = request.header("If-Range");
            if (range == null || (condition != null && !condition.equals(tag))) {
                return Optional.empty();
            }
            return ByteRange.parse(range, length);
        }

        private byte[] read(ByteRange range) throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                in.skipNBytes(range.from());
                byte[] bytes = in.readNBytes((int) range.length());
                if (bytes.length < range.length()) {
                    throw new EOFException("the file became shorter");
                }
                return bytes;
            }
        }

        private void copy(ByteRange range, OutputStream out) throws IOException {
            try (InputStream in = Files.newInputStream(file)) {
                in.skipNBytes(range.from());
                byte[] buffer = new byte[BUFFER_BYTES];
                long left = range.length();
                while (left > 0) {
                    int read = in.read(buffer, 0, (int) Math.min(left, buffer.length));
                    if (read < 0) {
                        throw new EOFException("the file became shorter");
                    }
                    out.write(buffer, 0, read);
                    left -= read;
                }
            }
        }
    }
}
