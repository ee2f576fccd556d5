package io.earshot.tools.livekit;

import com.google.protobuf.Message;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import livekit.LivekitModels.ListUpdate;
import org.jspecify.annotations.Nullable;

/** Moves what options gave into messages: what was not given is left alone. */
final class Flags {
    private Flags() {}

    /** Hands {@code value} on when it was given. */
    static <T> void set(@Nullable T value, Consumer<? super T> setter) {
        if (value != null) {
            setter.accept(value);
        }
    }

    /** Reads a message's file when one was given; a bad one is wrong usage. */
    static void file(LiveKitCommand command, @Nullable Path file, String wrapper, Message.Builder into) {
        if (file == null) {
            return;
        }
        try {
            MessageJson.merge(MessageJson.read(file), wrapper, into);
        } catch (IllegalArgumentException bad) {
            throw command.wrong(bad);
        }
    }

    /** A change of a list, or nothing when none of it was given. An empty item sets the empty list. */
    static void change(
            @Nullable List<String> set,
            Collection<String> add,
            Collection<String> remove,
            Consumer<ListUpdate> setter) {
        if (set == null && add.isEmpty() && remove.isEmpty()) {
            return;
        }
        ListUpdate.Builder update = ListUpdate.newBuilder().addAllAdd(add).addAllRemove(remove);
        if (set != null) {
            List<String> items = set.stream().filter(it -> !it.isBlank()).toList();
            update.addAllSet(items).setClear(items.isEmpty());
        }
        setter.accept(update.build());
    }
}
