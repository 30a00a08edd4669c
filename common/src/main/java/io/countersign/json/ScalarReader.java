package io.countersign.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;

/** Values of one token. */
enum ScalarReader implements ValueReader {
    TEXT {
        @Override
        public String read(JsonParser in) throws IOException, Json.Malformed {
            Json.Malformed.unless(in, JsonToken.VALUE_STRING, "a text");
            return in.getText();
        }
    },
    INT {
        @Override
        public Integer read(JsonParser in) throws IOException, Json.Malformed {
            Json.Malformed.unless(in, JsonToken.VALUE_NUMBER_INT, "a whole number");
            return in.getIntValue();
        }
    },
    LONG {
        @Override
        public Long read(JsonParser in) throws IOException, Json.Malformed {
            Json.Malformed.unless(in, JsonToken.VALUE_NUMBER_INT, "a whole number");
            return in.getLongValue();
        }
    },
    DECIMAL {
        @Override
        public BigDecimal read(JsonParser in) throws IOException, Json.Malformed {
            if (!in.currentToken().isNumeric()) {
                throw Json.Malformed.unexpected(in, "a number");
            }
            return in.getDecimalValue();
        }
    },
    TRUTH {
        @Override
        public Boolean read(JsonParser in) throws IOException, Json.Malformed {
            if (!in.currentToken().isBoolean()) {
                throw Json.Malformed.unexpected(in, "true or false");
            }
            return in.getBooleanValue();
        }
    },
    FILE {
        @Override
        public File read(JsonParser in) throws IOException, Json.Malformed {
            Json.Malformed.unless(in, JsonToken.VALUE_STRING, "a path");
            return new File(in.getText());
        }
    }
}
