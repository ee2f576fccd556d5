package io.earshot.tools.report;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import java.io.Serial;
import java.time.DateTimeException;
import java.time.Instant;

/** Reads an instant in ISO 8601. Stateless. */
final class InstantText extends StdScalarDeserializer<Instant> {
    @Serial
    private static final long serialVersionUID = 1;

    InstantText() {
        super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        try {
            return Instant.parse(parser.getText());
        } catch (DateTimeException e) {
            throw context.weirdStringException(parser.getText(), Instant.class, "not an ISO 8601 instant");
        }
    }
}
