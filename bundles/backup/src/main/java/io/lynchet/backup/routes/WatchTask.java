// SPDX-License-Identifier: Apache-2.0
// Copyright the Lynchet authors.
package io.lynchet.backup.routes;

import io.lynchet.api.backup.BackupTask;
import io.lynchet.api.http.Channel;
import io.lynchet.api.http.ChannelHandler;
import io.lynchet.api.http.Content;
import io.lynchet.api.http.HttpMethod;
import io.lynchet.api.http.Request;
import io.lynchet.api.http.Response;
import io.lynchet.api.http.Route;
import io.lynchet.api.http.RouteInfo;
import io.lynchet.api.loop.Vitals;
import io.lynchet.api.socket.CloseCode;
import io.lynchet.backup.task.TaskJson;
import io.lynchet.backup.task.TaskRunner;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The route that sends the progress of a task as an event stream, twice a second, until the task ends. */
public final class WatchTask implements Route {
    private static final Logger LOG = LoggerFactory.getLogger(WatchTask.class);
    private static final long EVERY_MILLIS = 500;
    private static final RouteInfo INFO = RouteInfo.of(
                    HttpMethod.GET, GetTask.PATH + "/events", "Streams the progress of a task until it ends.")
            .forAdmins()
            .tagged("backups")
            .alsoAs(Content.of("text/event-stream", null));

    private final TaskRunner backups;
    private final ScheduledExecutorService clock;

    /** @param clock wakes the streams */
    public WatchTask(TaskRunner backups, ScheduledExecutorService clock) {
        this.backups = backups;
        this.clock = clock;
    }

    @Override
    public RouteInfo info() {
        return INFO;
    }

    @Override
    public Response handle(Request request) {
        return Response.eventStream(new Watch(GetTask.task(backups, request)));
    }

    private final class Watch implements ChannelHandler {
        private final BackupTask task;
        private Channel channel;
        private ScheduledFuture<?> looking;
        private boolean sending;
        private boolean ended;

        Watch(BackupTask task) {
            this.task = task;
        }

        @Override
        public synchronized void opened(Channel opened) {
            channel = opened;
            looking = clock.scheduleWithFixedDelay(this::tellOrEnd, 0, EVERY_MILLIS, TimeUnit.MILLISECONDS);
        }

        // A scheduled task that throws is never run again, and its client would wait forever.
        private synchronized void tellOrEnd() {
            try {
                tell();
            } catch (RuntimeException | Error e) {
                Vitals.suffered(e);
                LOG.error("The progress of task {} can't be sent.", task.id(), e);
                ended = true;
                looking.cancel(false);
                channel.close(CloseCode.FAILED, "internal error");
            }
        }

        // A slow client gets fewer events, never a queue of them.
        private synchronized void tell() {
            if (sending || ended) {
                return;
            }
            boolean last = task.report().toCompletableFuture().isDone();
            String event = "event: " + (last ? "end" : "progress") + "\ndata: " + TaskJson.write(task) + "\n\n";
            sending = true;
            ended = last;
            channel.send(List.of(event.getBytes(StandardCharsets.UTF_8)), failure -> sent());
            if (last) {
                looking.cancel(false);
                channel.close(1000, "");
            }
        }

        private synchronized void sent() {
            sending = false;
        }

        @Override
        public void message(byte[] text) {
            // Event streams take no messages.
        }

        @Override
        public synchronized void closed(int code, String reason) {
            ended = true;
            if (looking != null) {
                looking.cancel(false);
            }
        }
    }
}
