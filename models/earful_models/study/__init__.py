"""The experiments of Yousefi and Emmanouilidou 2021, section IV, on corpora that anyone can have."""
