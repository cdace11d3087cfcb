FROM_FILE="a b"
OWN=file
# not this
export SHELLY=x
